/** A request and its response, for the gateway's APIs and for function URLs. */
@NullMarked
package dev.gatehouse.proxy.exchange;

import org.jspecify.annotations.NullMarked;
