/**
 * The rooms that a client is in: joins them again on each connection, after the last position seen, and
 * lets each message through once.
 *
 * @module fanfare/rooms
 */
import { comparePositions, FanfareError, mayPass, parsePosition, pause } from './protocol.js';

const QUIET_AFTER = 10_000; // a join after which nothing came for so long had nothing to bring
const INBOX_REMEMBERS = 1000; // positions; the order of an inbox that is joined late is not ours to judge

export class Rooms {
  #client;
  #rooms = new Map(); // name -> what we know of a room we are in

  /**
   * @param {object} client
   * @param {(frame: object) => Promise<object>} client.command
   * @param {() => boolean} client.live
   * @param {(type: string, detail: object) => void} client.emit
   */
  constructor(client) {
    this.#client = client;
  }

  join(name, { since, history }) {
    const key = name.normalize('NFC');
    let room = this.#rooms.get(key);
    if (room?.joined) return Promise.resolve(room.joined);
    if (room?.promise) return room.promise;
    room = { name: key, since, history, seen: null, head: null, joined: null, headAt: 0, quiet: true };
    room.promise = new Promise((resolve, reject) => Object.assign(room, { resolve, reject }));
    room.promise.catch(() => {});
    this.#rooms.set(key, room);
    if (this.#client.live()) this.#sendJoin(room);
    return room.promise;
  }

  async leave(name) {
    const key = name.normalize('NFC');
    const room = this.#rooms.get(key);
    if (!room) return;
    this.#rooms.delete(key);
    room.reject?.(new FanfareError('left', 'The room was left.'));
    if (this.#client.live()) await this.#client.command({ type: 'leave', room: key });
  }

  /** A new connection: into all rooms again. */
  welcomed(inbox) {
    if (inbox) this.#openInbox(inbox);
    for (const room of this.#rooms.values()) if (!room.inbox || room.since) this.#sendJoin(room);
  }

  dropped() {
    for (const room of this.#rooms.values()) room.joined = null;
  }

  /** The end: whoever waits for a join is told why. */
  close(error) {
    for (const room of this.#rooms.values()) room.reject?.(error);
    this.#rooms.clear();
  }

  /** @returns {boolean} whether this message is new to us */
  accept({ room: name, position }) {
    const room = this.#rooms.get(name);
    if (!room) return true;
    if (room.inbox?.has(position)) return false;
    if (!room.inbox && room.seen && comparePositions(position, room.seen) <= 0) return false;
    room.inbox?.add(position);
    if (room.inbox?.size > INBOX_REMEMBERS) room.inbox.delete(room.inbox.values().next().value);
    this.#arrivedAt(room, position);
    return true;
  }

  gap({ room: name, position }) {
    const room = this.#rooms.get(name);
    if (room) this.#arrivedAt(room, position);
  }

  #arrivedAt(room, position) {
    room.seen = room.since = position;
    room.quiet = false;
  }

  /** The server subscribes us to our inbox; we only have to ask for what came while we were away. */
  #openInbox({ room: name, position }) {
    for (const [key, room] of this.#rooms) if (room.inbox && key !== name) this.#rooms.delete(key);
    if (this.#rooms.has(name)) return;
    const promise = Promise.resolve();
    this.#rooms.set(name, { name, inbox: new Set(), since: position, seen: null, promise, joined: {} });
  }

  #sendJoin(room) {
    if (room.joined) return;
    // A join that brought nothing, ever, had nothing to bring: go on from the head of that time. One that
    // was cut short before anything came is repeated as it was.
    if (room.head && room.quiet && Date.now() - room.headAt > QUIET_AFTER) room.since = room.head;
    const asked = room.since;
    const from = asked ? { since: asked } : room.history ? { history: room.history } : {};
    this.#client.command({ type: 'join', room: room.name, ...from }).then(
      (frame) => this.#onJoined(room, frame, asked),
      (error) => this.#onJoinFailed(room, error),
    );
  }

  #onJoinFailed(room, error) {
    if (this.#rooms.get(room.name) !== room || error.code === 'connection_lost') return;
    if (mayPass(error)) {
      const again = () => this.#client.live() && this.#rooms.get(room.name) === room && this.#sendJoin(room);
      setTimeout(again, pause(error, 2));
      return;
    }
    this.#rooms.delete(room.name);
    room.reject?.(error);
    this.#client.emit('refused-room', { room: room.name, error });
  }

  #onJoined(room, frame, asked) {
    if (this.#rooms.get(room.name) !== room) return;
    const { position } = frame;
    const recovered = frame.recovered !== false || !asked;
    if (!recovered) room.seen = null; // another life of the room: its positions start anew
    Object.assign(room, { head: position, headAt: Date.now(), quiet: true });
    if (!asked && (!room.history || parsePosition(position)?.offset === 0)) room.since = position;
    const again = room.again === true;
    room.again = true;
    room.joined = { room: room.name, position, recovered, members: frame.members };
    this.#client.emit('joined', { ...room.joined, again });
    if (!recovered) this.#client.emit('gap', { room: room.name, position: null });
    room.resolve?.(room.joined);
  }
}
