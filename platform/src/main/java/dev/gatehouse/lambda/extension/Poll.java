package dev.gatehouse.lambda.extension;

import io.netty.handler.codec.http.FullHttpResponse;

/** A connection on which an extension waits for the response to its request. */
public interface Poll {

    /** Sends the response. */
    void reply(FullHttpResponse response);
}
