package dev.gatehouse.lambda.extension;

import dev.gatehouse.kernel.Clock;
import dev.gatehouse.lambda.sandbox.Sandbox;
import dev.gatehouse.lambda.telemetry.EnvironmentLog;
import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;

/**
 * Where the extensions of one environment live.
 *
 * @param sandbox that of the runtime
 * @param log where what they write goes
 * @param loop the environment's event loop
 * @param threads runs what blocks, each task on a virtual thread of its own
 */
public record ExtensionHome(
        Sandbox sandbox, EnvironmentLog log, EventLoop loop, Clock clock, Executor threads) {}
