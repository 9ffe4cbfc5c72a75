// npm's ws, many sockets at once. Reads orders from standard input and prints what happens, each a line
// of JSON. Orders: {id, open: url, protocols, headers}, {id, text}, {id, bytes: hex}, {id, close: true},
// {id, terminate: true}, {id, pause: true} to read no more. Events: {id, open: subprotocol},
// {id, text: hex}, {id, bytes: hex}, {id, ping: true}, {id, closed: code}, {id, refused: status}. Every
// frame is told as it came, byte for byte.
const WebSocket = require('ws');
const sockets = new Map();
const tell = (event) => console.log(JSON.stringify(event));

function open({ id, open: url, protocols, headers }) {
  const socket = new WebSocket(url, protocols, { headers, perMessageDeflate: false });
  sockets.set(id, socket);
  socket.on('open', () => tell({ id, open: socket.protocol }));
  socket.on('message', (data, binary) => tell({ id, [binary ? 'bytes' : 'text']: data.toString('hex') }));
  socket.on('ping', () => tell({ id, ping: true }));
  socket.on('unexpected-response', (request, response) => {
    tell({ id, refused: response.statusCode });
    request.destroy();
  });
  socket.on('error', () => {}); // `close` follows
  socket.on('close', (closed) => tell({ id, closed }));
}

require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line);
  const socket = sockets.get(order.id);
  if (order.open) open(order);
  else if (order.text !== undefined) socket.send(order.text);
  else if (order.bytes !== undefined) socket.send(Buffer.from(order.bytes, 'hex'));
  else if (order.close) socket.close(1000);
  else if (order.pause) socket.pause();
  else socket.terminate();
}).on('close', () => process.exit());
