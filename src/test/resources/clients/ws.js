// npm's ws. Arguments: follow or publish, host:port, room. Prints the body of each message seen or
// acknowledged; comes back at once, with the last position, or with what was not acknowledged.
const WebSocket = require('ws');
const [role, authority, room] = process.argv.slice(2);
const COUNT = 30;
const guest = 'guest=the-guest-key-of-npm-ws';
let since = 'start';
let next = 0;
let over = false;

function connect() {
  const socket = new WebSocket(`ws://${authority}/ws?${guest}`, 'fanfare.v1.json');
  const send = (command) => socket.send(JSON.stringify(command));
  const publish = () =>
    send({ type: 'publish', ref: String(next), room, key: `key-${next}`, body: `m${next}` });
  socket.on('open', () => (role === 'follow' ? send({ type: 'join', room, since }) : publish()));
  socket.on('message', (data) => {
    const frame = JSON.parse(data);
    if (frame.type === 'message') {
      since = frame.position;
      console.log(frame.body);
    } else if (frame.type === 'joined' && !frame.recovered || frame.type === 'gap') {
      console.log('gap');
    } else if (frame.type === 'error') {
      console.log(data.toString());
    } else if (frame.type === 'ack' && frame.ref === String(next)) {
      console.log(`m${next}`);
      next += 1;
      over = next === COUNT;
      if (over) socket.close();
      else publish();
    }
  });
  socket.on('error', (error) => console.error(error.message));
  socket.on('close', () => over || setTimeout(connect, 20));
}

connect();
