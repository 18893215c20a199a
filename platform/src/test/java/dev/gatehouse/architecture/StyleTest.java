package dev.gatehouse.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** House rules that a reader would otherwise have to point out; each failure says what to do. */
@Tag("unit")
class StyleTest {
    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final int LONGEST_FILE = 500;

    private static final Pattern VAGUE =
            Pattern.compile(
                    ".*(Impl|Manager|Helper|Util|Utils|Base|Info)\\.java|Abstract.*\\.java");

    private static final Pattern LEFT =
            Pattern.compile("\\b(TODO|FIXME|XXX)\\b|@Disabled|import (static )?[A-Za-z.]+\\.\\*;");

    private static final Pattern TAG =
            Pattern.compile("@([a-z.]+\\.)?Tag\\(\"(unit|node|sandbox)\"\\)\n");

    private static final Pattern PAUSE =
            Pattern.compile("Thread\\.(sle" + "ep|onSpin" + "Wait)|LockSupport\\.park");

    @Test
    void namesSayWhatAThingIs() {
        assertThat(sources(MAIN).filter(file -> VAGUE.matcher(name(file)).matches()))
                .as("rename: a noun for the interface, how it does it for the implementation")
                .isEmpty();
    }

    @Test
    void filesHaveOneReasonToExist() {
        assertThat(sources(MAIN).filter(file -> text(file).lines().count() > LONGEST_FILE))
                .as("split by concern: longer than %d lines", LONGEST_FILE)
                .isEmpty();
    }

    @Test
    void packagesSayWhatTheyAreAndAreNullMarked() {
        List<Path> unmarked =
                sources(MAIN)
                        .map(Path::getParent)
                        .distinct()
                        .filter(StyleTest::isUnmarked)
                        .toList();
        assertThat(unmarked)
                .as("add a package-info.java with one sentence and @NullMarked")
                .isEmpty();
    }

    @Test
    void nothingIsLeftForLater() {
        assertThat(
                        Stream.concat(sources(MAIN), sources(TEST))
                                .filter(file -> !name(file).equals("StyleTest.java"))
                                .filter(file -> LEFT.matcher(text(file)).find()))
                .as("finish it or open an issue; no wildcard imports, no skipped tests")
                .isEmpty();
    }

    @Test
    void everyTestSaysWhatItNeeds() {
        assertThat(sources(TEST).filter(StyleTest::isTest).filter(file -> !isTagged(file)))
                .as("tag the class: unit (nothing), node (sockets, stores, programs) or sandbox")
                .isEmpty();
    }

    private static boolean isTest(Path file) {
        return name(file).endsWith("Test.java");
    }

    private static boolean isTagged(Path file) {
        return TAG.matcher(text(file)).find();
    }

    @Test
    void nothingIsMocked() {
        assertThat(sources(TEST).filter(file -> text(file).contains("org.mock" + "ito")))
                .as("start the real thing on port 0")
                .isEmpty();
    }

    /** Which tests may pause, and why: longer than they mean to only makes them slower. */
    private static final Map<String, String> SLOW_ON_PURPOSE =
            Map.of(
                    "DoomedNode.java", "waits for its end",
                    "EchoService.java", "responds later than connections may be idle",
                    "RawSocket.java", "reads slowly, or nothing for a while",
                    "TelemetryTest.java", "an extension takes a time that its event's must hold");

    @Test
    void testsWaitForWhatTheyWantAndDoNotPause() {
        assertThat(
                        sources(TEST)
                                .filter(file -> !SLOW_ON_PURPOSE.containsKey(name(file)))
                                .filter(file -> PAUSE.matcher(text(file)).find()))
                .as("turn a clock, or wait with testkit.Eventually")
                .isEmpty();
    }

    /** A pause in Python, with its seconds; in a shell; in Node.js. */
    private static final Pattern SLEEP =
            Pattern.compile("time\\.sleep\\(([0-9.]*)|\\bsleep ([0-9.]+)|setTimeout\\(");

    /** What looks for something again and again. */
    private static final Pattern LOOP = Pattern.compile("\\b(while|until|except)\\b");

    /** Longer than a function of a test may run. */
    private static final double FOR_EVER = 60;

    @Test
    void functionsOfTestsAreHeldAndDoNotSleep() {
        assertThat(
                        sources(TEST)
                                .filter(file -> !name(file).equals("StyleTest.java"))
                                .filter(file -> !SLOW_ON_PURPOSE.containsKey(name(file)))
                                .filter(StyleTest::sleeps))
                .as(
                        "a sleep is too short for a slow machine: let it wait in a loop for a file"
                                + " in its code folder (LiveNode.code), or for more than %s s",
                        FOR_EVER)
                .isEmpty();
    }

    private static boolean sleeps(Path file) {
        String before = "";
        for (String line : text(file).lines().toList()) {
            boolean looks = LOOP.matcher(line).find() || LOOP.matcher(before).find();
            Matcher sleep = SLEEP.matcher(line);
            while (!looks && sleep.find()) {
                String seconds = sleep.group(1) == null ? sleep.group(2) : sleep.group(1);
                if (seconds == null || seconds.isEmpty() || isShort(Double.parseDouble(seconds))) {
                    return true;
                }
            }
            before = line;
        }
        return false;
    }

    private static boolean isShort(double seconds) {
        return seconds > 0 && seconds < FOR_EVER;
    }

    private static boolean isUnmarked(Path folder) {
        return !text(folder.resolve("package-info.java")).contains("@NullMarked");
    }

    private static Stream<Path> sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> name(file).endsWith(".java")).toList().stream();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
