/** What services of this node need of others, through the one way to call them. */
@NullMarked
package dev.gatehouse.app.services;

import org.jspecify.annotations.NullMarked;
