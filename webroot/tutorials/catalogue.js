/**
 * The six pages: where each tutorial's server listens, and with what.
 *
 * @module tutorials/catalogue
 */

/** `folder` of the page, `name` of its words, `port` of its own listener, `endpoints` there. */
export const PAGES = [
  { folder: '0', name: 'broadcast', port: 6666, endpoints: ['WS /ws'] },
  { folder: '1', name: 'announcement', port: 8000, endpoints: ['POST /chat', 'GET /status', 'WS /status'] },
  { folder: '2', name: 'notices', port: 8000, endpoints: ['WS /chat'] },
  { folder: '3', name: 'protocol', port: 8000, endpoints: ['WS /soc'] },
  { folder: '4a', name: 'relay', port: 9527, endpoints: ['WS /ws'] },
  { folder: '4b', name: 'direct', port: 9527, endpoints: ['WS /ws/NAME'] },
];

/** Whether this is the main listener: there the pages are below `/tutorials/`, on the others below `/`. */
export const onMain = location.pathname.startsWith('/tutorials/');

/**
 * The path of an endpoint as seen from here: the main listener has it below the page's folder, its own
 * listener at the root.
 *
 * @param {string} folder of the page
 * @param {string} path of the endpoint on its own listener, with the slash before it
 */
export const endpoint = (folder, path) => (onMain ? `/tutorials/${folder}${path}` : path);
