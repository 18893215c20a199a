/**
 * How REST APIs are kept: their documents and indexes, and the transactions that operations run in.
 */
@NullMarked
package dev.gatehouse.gateway.apigateway.repository;

import org.jspecify.annotations.NullMarked;
