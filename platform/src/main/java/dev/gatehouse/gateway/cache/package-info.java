/** Keeps responses of REST APIs for stages that have a cache. */
@NullMarked
package dev.gatehouse.gateway.cache;

import org.jspecify.annotations.NullMarked;
