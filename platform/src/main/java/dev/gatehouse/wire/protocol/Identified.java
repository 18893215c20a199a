package dev.gatehouse.wire.protocol;

import dev.gatehouse.aws.OperationModel;

/** What a request asks of a service, and in which protocol. */
public sealed interface Identified {
    /** The protocol of the response. */
    Protocol protocol();

    /** An operation of the model. */
    record Known(Protocol protocol, OperationModel operation) implements Identified {}

    /**
     * Nothing the model knows.
     *
     * @param name what the request asks for: an operation's name, or method and path
     */
    record Unknown(Protocol protocol, String name) implements Identified {}
}
