package dev.gatehouse.gateway.plan.integration;

import dev.gatehouse.gateway.map.StageText;
import dev.gatehouse.kernel.Region;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an {@code AWS} integration goes: {@code arn:partition:apigateway:region:service:path/PATH}
 * or {@code …:action/NAME&PARAMETER=VALUE}.
 *
 * @param service the name that requests for it are signed with
 * @param subdomain in front of the service's name, with its dot; empty without one
 * @param isAction whether {@code target} is an operation's name
 * @param target a path without its first slash, or an operation's name, perhaps with parameters
 */
public record ServiceUri(
        Region region, String service, String subdomain, boolean isAction, StageText target) {
    private static final Pattern FORM =
            Pattern.compile(
                    "arn:[^:]+:apigateway:([a-z0-9-]+):((?:[^:.]+\\.)*)([a-z0-9-]+):(path|action)/(.*)");

    /** Reads a URI; empty when it is none. */
    public static Optional<ServiceUri> parse(String uri) {
        Matcher form = FORM.matcher(uri);
        return form.matches()
                ? Optional.of(
                        new ServiceUri(
                                new Region(form.group(1)),
                                form.group(3),
                                form.group(2),
                                form.group(4).equals("action"),
                                new StageText(form.group(5))))
                : Optional.empty();
    }
}
