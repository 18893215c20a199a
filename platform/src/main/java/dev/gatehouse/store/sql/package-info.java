/** The store over SQLite or PostgreSQL. */
@NullMarked
package dev.gatehouse.store.sql;

import org.jspecify.annotations.NullMarked;
