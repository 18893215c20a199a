package dev.gatehouse.cli;

import dev.gatehouse.cli.event.SampleEvents;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Prints a sample event of a service, or the list of them. */
final class Events implements Verb {
    private final PositionalParamSpec source =
            Verb.optionalWord(0, "SOURCE", "what sends the event; without it the list", null);
    private final CommandSpec spec =
            Verb.named(
                    "events",
                    this,
                    "Print a sample event of a service that invokes functions, or list them.",
                    "",
                    "  gatehouse events sqs > event.json",
                    "  gatehouse invoke my-function @event.json",
                    "  gatehouse invoke --local-event sqs my-function");

    Events() {
        spec.addPositional(source);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String name = source.getValue();
        if (name == null) {
            SampleEvents.all()
                    .forEach((event, meaning) -> out.printf("%-32s %s%n", event, meaning));
        } else {
            out.print(SampleEvents.of(name));
        }
        out.flush();
        return 0;
    }
}
