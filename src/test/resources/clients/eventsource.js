// npm's eventsource, which comes back by itself. Arguments: host:port, room. Prints each body.
const { EventSource } = require('eventsource');
const [authority, room] = process.argv.slice(2);
const source = new EventSource(`http://${authority}/rooms/${room}/messages?since=start`);
source.addEventListener('message', (event) => console.log(JSON.parse(event.data).body));
source.addEventListener('gap', () => console.log('gap'));
source.addEventListener('error', (event) => console.error(event.message));
