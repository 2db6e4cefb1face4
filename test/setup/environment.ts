// The template validator of CDK costs seconds in every process; one job of its own runs it (test/deploy).
process.env.CDK_VALIDATION = 'false';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
for (const name of Object.keys(process.env)) {
  if (/^AWS_(ACCESS|SECRET|SESSION|PROFILE|REGION|DEFAULT_REGION|ENDPOINT)/.test(name)) delete process.env[name];
}
