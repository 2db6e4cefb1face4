import { renderMappingTemplate, TemplateError } from '../../lib/testing';

describe('renderMappingTemplate', () => {
  it('renders with nothing but a template', () => {
    expect(renderMappingTemplate('$input.body')).toEqual({ output: '{}', overrides: {} });
  });

  it('takes values for everything that a template sees', () => {
    const template =
      '#set($context.responseOverride.status = 201)$input.json("$.id") $input.params("p") $stageVariables.s $context.identity.sourceIp';
    const { output, overrides } = renderMappingTemplate(template, {
      body: { id: [1] },
      params: { path: { p: 'x' } },
      stageVariables: { s: 'y' },
      context: { identity: { sourceIp: '10.0.0.1' } },
    });
    expect(output).toBe('[1] x y 10.0.0.1');
    expect(overrides).toEqual({ responseOverride: { status: 201 } });
  });

  it('hands overrides of a request template on', () => {
    const { overrides } = renderMappingTemplate('#set($context.requestOverride.path.a = "b")');
    expect(renderMappingTemplate('$context.requestOverride.path.a', { context: { ...overrides } }).output).toBe('b');
  });

  it('says where a template is wrong', () => {
    let caught: unknown;
    try {
      renderMappingTemplate('{\n  #if($x)\n}');
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(TemplateError);
    expect(caught).toMatchObject({ line: 2, column: 3, reason: '"#if" has no "#end"' });
  });
});
