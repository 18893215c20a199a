/** What the node knows of its own work: a record of every request, metrics, the access log. */
@NullMarked
package dev.gatehouse.observe;

import org.jspecify.annotations.NullMarked;
