package dev.gatehouse.lambda.launch;

import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.trust.SandboxTrust;
import java.util.Map;

/** The variables that every program in a sandbox gets, whatever function it belongs to. */
public final class PlatformVariables {
    private static final String LIBRARIES =
            "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib"
                    + ":/opt/lib";

    private PlatformVariables() {}

    public static void add(Map<String, String> variables, Sandbox sandbox, SandboxTrust trust) {
        variables.put("LANG", "en_US.UTF-8");
        variables.put("TZ", ":UTC");
        variables.put("LD_LIBRARY_PATH", new SandboxPaths(sandbox).located(LIBRARIES));
        variables.put("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR");
        String segmentsPort = Integer.toString(sandbox.segments().port());
        variables.put("AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + segmentsPort);
        variables.put("_AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1");
        variables.put("_AWS_XRAY_DAEMON_PORT", segmentsPort);
        variables.putAll(trust.variables());
        variables.put("AWS_ENDPOINT_URL", "http://" + sandbox.endpointAddress());
    }
}
