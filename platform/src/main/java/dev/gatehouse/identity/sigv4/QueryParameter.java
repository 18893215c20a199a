package dev.gatehouse.identity.sigv4;

import java.util.ArrayList;
import java.util.List;

/** One decoded name and value of a query string. */
public record QueryParameter(String name, String value) {

    /** The parameters of a query in the order they were sent; one without {@code =} is empty. */
    public static List<QueryParameter> parse(String query) {
        List<QueryParameter> parameters = new ArrayList<>();
        for (String piece : query.split("&", -1)) {
            if (piece.isEmpty()) {
                continue;
            }
            int equals = piece.indexOf('=');
            String name = equals < 0 ? piece : piece.substring(0, equals);
            String value = equals < 0 ? "" : piece.substring(equals + 1);
            parameters.add(
                    new QueryParameter(
                            PercentCode.decode(name, true), PercentCode.decode(value, true)));
        }
        return parameters;
    }
}
