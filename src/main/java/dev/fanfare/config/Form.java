package dev.fanfare.config;

/** What a text must look like. */
enum Form {
  TEXT,
  FILLED,
  PATH,
  ROOM,
  FORMAT,
  GLOB,
  HOST,
  HOST_PORT,
  ORIGIN
}
