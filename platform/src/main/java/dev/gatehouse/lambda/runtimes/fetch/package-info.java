/** Pinned files of runtime clients and SDKs, fetched once and kept. */
@NullMarked
package dev.gatehouse.lambda.runtimes.fetch;

import org.jspecify.annotations.NullMarked;
