package dev.gatehouse.store.sql;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL URL taken apart: its driver wants the user and the password by themselves. */
record PostgresAddress(String jdbcUrl, @Nullable String user, @Nullable String password) {

    static PostgresAddress parse(URI url) {
        if (url.getHost() == null || url.getPath().length() < 2) {
            throw new IllegalArgumentException(
                    "a PostgreSQL URL is postgresql://user:password@host:port/database");
        }
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String jdbcUrl = "jdbc:postgresql://" + url.getHost() + port + url.getRawPath() + query;
        String login = url.getRawUserInfo();
        if (login == null) {
            return new PostgresAddress(jdbcUrl, null, null);
        }
        int colon = login.indexOf(':');
        return colon < 0
                ? new PostgresAddress(jdbcUrl, decode(login), null)
                : new PostgresAddress(
                        jdbcUrl,
                        decode(login.substring(0, colon)),
                        decode(login.substring(colon + 1)));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
