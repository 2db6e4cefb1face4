/** A part of a rule that only AWS can judge: the rule looks at no request here. */
export class NotJudged extends Error {}
