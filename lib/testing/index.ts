export { TemplateError } from '../gateway/mapping';
export { type RenderTemplateInput, renderMappingTemplate } from './render-template';
