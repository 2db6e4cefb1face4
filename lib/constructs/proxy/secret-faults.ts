import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { SecretValue, Stack } from 'aws-cdk-lib/core';

const LONGEST = 512;

/** Punctuation that API Gateway takes in a stage variable. */
const ALLOWED = '-._~:/?#&=,';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** Why a secret cannot come to an upstream by a stage variable, if it cannot. */
export function findSecretFault(stack: Stack, value: SecretValue): string | undefined {
  const text = JSON.stringify(stack.resolve(value.unsafeUnwrap()));
  if (text.includes('{{resolve:ssm-secure:')) {
    return (
      'takes a secure string of Systems Manager, which CloudFormation reads for a few properties only, and stage variables are none of ' +
      'them: keep the secret in Secrets Manager'
    );
  }
  if (!text.includes('{{resolve:secretsmanager:') && !text.startsWith('{')) {
    return 'takes a secret that would stand in the template for everybody to read: keep it in Secrets Manager';
  }
  const generated = findGenerated(stack, text);
  return generated && findGeneratorFault(generated);
}

/** The generator of a secret that is made by the same stack. */
function findGenerated(
  stack: Stack,
  reference: string,
): secretsmanager.CfnSecret.GenerateSecretStringProperty | undefined {
  const [, id] = /"Ref":"(\w+)"/.exec(reference) ?? [];
  const secret = stack.node
    .findAll()
    .find(
      (child): child is secretsmanager.CfnSecret =>
        child instanceof secretsmanager.CfnSecret && stack.resolve(child.logicalId) === id,
    );
  return stack.resolve(secret?.generateSecretString);
}

function findGeneratorFault(options: secretsmanager.CfnSecret.GenerateSecretStringProperty): string | undefined {
  const { excludePunctuation = false, excludeCharacters = '', includeSpace = false, passwordLength = 32 } = options;
  const left = [...PUNCTUATION].filter((one) => !ALLOWED.includes(one) && !excludeCharacters.includes(one));
  if (includeSpace || (!excludePunctuation && left.length > 0)) {
    return `takes a generated secret with characters that a stage variable cannot hold, ${ALLOWED} are allowed: generate it with "excludePunctuation: true"`;
  }
  return passwordLength > LONGEST
    ? `takes a secret of ${passwordLength} characters, a stage variable holds ${LONGEST}`
    : undefined;
}
