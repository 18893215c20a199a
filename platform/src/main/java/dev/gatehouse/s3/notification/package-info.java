/** What buckets tell of their objects, and to whom. */
@NullMarked
package dev.gatehouse.s3.notification;

import org.jspecify.annotations.NullMarked;
