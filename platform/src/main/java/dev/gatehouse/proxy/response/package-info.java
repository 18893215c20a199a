/** Responses as functions give them to APIs and function URLs: payload formats 1.0 and 2.0. */
@NullMarked
package dev.gatehouse.proxy.response;

import org.jspecify.annotations.NullMarked;
