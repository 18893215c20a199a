/**
 * The facts of resource types from AWS's published schemas: what properties there are, their types,
 * which are required, read-only or decide about replacement.
 */
@NullMarked
package dev.gatehouse.cloudformation.schema;

import org.jspecify.annotations.NullMarked;
