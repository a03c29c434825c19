import express from 'express';

/** A bare Express route, to compare look-ups with: `bare-route.js PORT`. */
const app = express().disable('x-powered-by');
app.get('/bare', (_request, response) => {
  response.json({ ok: true });
});
const port = Number(process.argv[2]);
app.listen(port, '127.0.0.1', () => {
  process.stdout.write(`listening ${port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
