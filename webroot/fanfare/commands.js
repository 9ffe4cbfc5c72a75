/**
 * Commands on their way, and whose answer is whose.
 *
 * @module fanfare/commands
 */
import { FanfareError } from './protocol.js';

const ANSWER_WITHIN = 20_000; // from a command to its answer

export class Commands {
  #connection;
  #nextRef = 1;
  #waiting = new Map(); // ref -> {resolve, reject, at}

  /** @param {import('./connection.js').Connection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /**
   * @param {object} frame
   * @returns {Promise<object>} the frame that answers it
   */
  send(frame) {
    if (!this.#connection.live) {
      return Promise.reject(new FanfareError('connection_lost', 'There is no connection.'));
    }
    const ref = String(this.#nextRef++);
    return new Promise((resolve, reject) => {
      this.#waiting.set(ref, { resolve, reject, at: Date.now() });
      this.#connection.write({ ...frame, ref });
    });
  }

  answered(frame) {
    this.#waiting.get(frame.ref)?.resolve(frame);
    this.#waiting.delete(frame.ref);
  }

  /** @returns {boolean} whether there was a command of that ref */
  refused(ref, error) {
    const command = this.#waiting.get(ref);
    this.#waiting.delete(ref);
    command?.reject(error);
    return Boolean(command);
  }

  dropped() {
    const lost = new FanfareError('connection_lost', 'The connection was lost.');
    for (const command of [...this.#waiting.values()]) command.reject(lost);
    this.#waiting.clear();
  }

  /** @returns {boolean} whether an answer has not come for too long; an outbox waits for its acks here too */
  overdue(now) {
    return [...this.#waiting.values()].some((command) => now - command.at > ANSWER_WITHIN);
  }
}
