/** Decides whether a request and its payload were signed by the owner of the key it names. */
@NullMarked
package dev.gatehouse.identity.sigv4.verify;

import org.jspecify.annotations.NullMarked;
