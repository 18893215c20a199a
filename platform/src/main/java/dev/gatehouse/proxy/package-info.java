/**
 * Requests as functions see them and responses as functions give them: payload formats 1.0 and 2.0,
 * and CORS, for the gateway's APIs and for function URLs.
 */
@NullMarked
package dev.gatehouse.proxy;

import org.jspecify.annotations.NullMarked;
