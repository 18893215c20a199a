package dev.gatehouse.aws;

import org.jspecify.annotations.Nullable;

/**
 * What makes a structure an error.
 *
 * @param code the code on the wire where it differs from the shape's name, as in the query protocol
 * @param status the HTTP status, or 0 where the model names none
 * @param senderFault whether the model says the caller is to blame
 */
public record ErrorTrait(@Nullable String code, int status, boolean senderFault) {}
