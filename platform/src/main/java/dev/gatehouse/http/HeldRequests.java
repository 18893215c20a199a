package dev.gatehouse.http;

import io.netty.channel.Channel;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** How many requests of one connection are not read on because we do not want more of them yet. */
final class HeldRequests {
    private static final AttributeKey<HeldRequests> KEY = AttributeKey.valueOf("gatehouse.held");

    private int count;

    private HeldRequests() {}

    static HeldRequests on(HttpConnection connection) {
        if (!(connection instanceof ConnectionBase base)) {
            return new HeldRequests();
        }
        Channel channel = base.channel();
        Attribute<HeldRequests> attribute = channel.attr(KEY);
        HeldRequests known = attribute.get();
        if (known == null) {
            known = new HeldRequests();
            attribute.set(known);
        }
        return known;
    }

    void add() {
        count++;
    }

    void remove() {
        count--;
    }

    boolean any() {
        return count > 0;
    }
}
