/** Pages go into bundles as text. */
declare module '*.html' {
  const text: string;
  export default text;
}
