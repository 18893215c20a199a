/** What an account sets for all its APIs in a region. */
@NullMarked
package dev.gatehouse.gateway.account;

import org.jspecify.annotations.NullMarked;
