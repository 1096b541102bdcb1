package dev.sekisho.app.demo;

/**
 * What came back.
 *
 * @param status the status
 * @param refused whether the gateway refused
 * @param bytes length of the body
 * @param last whether the connection ends with it
 */
record Reply(int status, boolean refused, long bytes, boolean last) {}
