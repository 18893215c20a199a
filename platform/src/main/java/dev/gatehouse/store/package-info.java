/**
 * What the node keeps: typed JSON documents and queues in a database, and content-addressed files.
 */
@NullMarked
package dev.gatehouse.store;

import org.jspecify.annotations.NullMarked;
