package dev.gatehouse.gateway.resource;

import static dev.gatehouse.gateway.resource.ServiceErrors.badRequest;

import java.util.Map;
import java.util.regex.Pattern;

/** What stage variables may be called and hold, the same for both sorts of APIs. */
public final class StageVariables {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9-._~:/?#&=,]{0,512}");

    private StageVariables() {}

    /** Rejects names and values that AWS rejects. */
    public static void check(Map<String, String> variables) {
        variables.forEach(
                (name, value) -> {
                    if (!NAME.matcher(name).matches()) {
                        throw badRequest(
                                "Stage variable name only allows a-zA-Z0-9_, at most 64 of them: "
                                        + name);
                    }
                    if (!VALUE.matcher(value).matches()) {
                        throw badRequest(
                                "Invalid stage variable value: "
                                        + value
                                        + ". Please use values with alphanumeric characters and"
                                        + " the symbols ' ', -', '.', '_', ':', '/', '?', '&',"
                                        + " '=', ','.");
                    }
                });
    }
}
