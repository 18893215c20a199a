/**
 * What the node keeps: typed JSON documents in SQLite or PostgreSQL, and content-addressed files.
 */
@NullMarked
package dev.gatehouse.store;

import org.jspecify.annotations.NullMarked;
