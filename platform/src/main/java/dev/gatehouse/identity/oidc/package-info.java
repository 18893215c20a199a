/** OpenID Connect: who issues tokens, with which keys, and whether a token holds. */
@NullMarked
package dev.gatehouse.identity.oidc;

import org.jspecify.annotations.NullMarked;
