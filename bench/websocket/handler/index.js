exports.echo = async (event) => ({ statusCode: 200, body: event.body });
exports.accept = async () => ({ statusCode: 200 });
