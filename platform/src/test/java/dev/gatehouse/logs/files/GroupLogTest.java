package dev.gatehouse.logs.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.function.LogSink.LogEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("unit")
final class GroupLogTest {
    @TempDir Path folder = Path.of("");
    private GroupLog log;

    @BeforeEach
    void open() {
        log = GroupLog.open(folder);
        log.createStream("a", 1, false);
        log.createStream("b", 1, false);
    }

    @Test
    void readsEventsOfAllStreamsInTheOrderOfTime() {
        append("a", 30, 10);
        append("b", 20, 40);

        assertThat(messages(log.read(oldest(10)))).containsExactly("a10", "b20", "a30", "b40");
    }

    @Test
    void keepsTheOrderInWhichEventsOfOneMillisecondCame() {
        log.append("a", 1, List.of(new LogEvent(5, "1"), new LogEvent(5, "2")), false);
        log.append("b", 1, List.of(new LogEvent(5, "3")), false);

        assertThat(messages(log.read(oldest(10)))).containsExactly("1", "2", "3");
    }

    @Test
    void pagesForwardThroughShuffledEventsWithoutLossOrRepeat() {
        List<Integer> times = new ArrayList<>(IntStream.range(1, 1000).boxed().toList());
        Collections.shuffle(times, new Random(7));
        times.forEach(time -> append("a", time));
        List<String> seen = new ArrayList<>();

        Cursor from = Cursor.START;
        Page page = log.read(new Query(s -> true, from, Cursor.END, false, 70, m -> true));
        while (!page.events().isEmpty()) {
            seen.addAll(messages(page));
            from = page.events().getLast().at().next();
            page = log.read(new Query(s -> true, from, Cursor.END, false, 70, m -> true));
        }

        assertThat(seen).isEqualTo(IntStream.range(1, 1000).mapToObj(time -> "a" + time).toList());
    }

    @Test
    void findsTheNewestThatFit() {
        append("a", 1, 2, 3, 4, 5);

        Page page = log.read(new Query(s -> true, Cursor.START, Cursor.at(5), true, 2, m -> true));

        assertThat(messages(page)).containsExactly("a3", "a4");
        assertThat(page.more()).isTrue();
    }

    @Test
    void aStreamMadeAgainDoesNotShowTheOldOnesEvents() {
        append("a", 1);
        log.deleteStream("a");
        log.createStream("a", 2, false);
        append("a", 2);

        assertThat(messages(log.read(oldest(10)))).containsExactly("a2");
        assertThat(reopened().stream("a").orElseThrow().createdMillis()).isEqualTo(2);
        assertThat(messages(reopened().read(oldest(10)))).containsExactly("a2");
    }

    @Test
    void whatWasWrittenIsThereAfterAnotherStart() {
        append("a", 10, 20);

        GroupLog again = reopened();

        assertThat(messages(again.read(oldest(10)))).containsExactly("a10", "a20");
        assertThat(again.stream("a").orElseThrow().span()).isEqualTo(new Span(10, 20, 99));
        again.append("b", 99, List.of(new LogEvent(15, "b15")), true);
        assertThat(messages(again.read(oldest(10)))).containsExactly("a10", "b15", "a20");
    }

    @Test
    void cutsOffWhatACrashLeftUnfinished() throws IOException {
        append("a", 10, 20);
        Path segment = segments().getFirst();
        long whole = Files.size(segment);
        append("a", 30);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 1]++;
        Files.write(segment, bytes, StandardOpenOption.TRUNCATE_EXISTING);

        assertThat(messages(reopened().read(oldest(10)))).containsExactly("a10", "a20");
        assertThat(Files.size(segment)).isEqualTo(whole);
    }

    @Test
    void takesAwaySegmentsThatHaveExpired() throws IOException {
        append("a", 10, 20);
        log.trim(15, Long.MAX_VALUE);
        assertThat(messages(log.read(oldest(10)))).containsExactly("a10", "a20");

        log.trim(21, Long.MAX_VALUE);

        assertThat(log.read(oldest(10)).events()).isEmpty();
        assertThat(log.bytes()).isZero();
        append("a", 30);
        assertThat(messages(reopened().read(oldest(10)))).containsExactly("a30");
    }

    @Test
    void aGroupThatGetsNothingClosesItsFileUntilSomethingComes() throws IOException {
        append("a", 10);
        log.trim(0, Long.MAX_VALUE);
        assertThat(openFiles()).hasSize(1);
        log.trim(0, Long.MAX_VALUE);
        assertThat(openFiles()).isEmpty();

        append("a", 20);

        assertThat(messages(log.read(oldest(10)))).containsExactly("a10", "a20");
    }

    /** The files of the group that this process holds open. */
    private List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            for (Path link : all.toList()) {
                if (isOfTheGroup(link)) {
                    open.add(link);
                }
            }
        }
        return open;
    }

    /** What a test beside this one had open may be closed by now. */
    private boolean isOfTheGroup(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).startsWith(folder.toRealPath());
        } catch (NoSuchFileException closed) {
            return false;
        }
    }

    @Test
    void aLimitOfSizeTakesTheOldestSegments() {
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 40; i++) {
            log.append("a", 1, List.of(new LogEvent(i, i + large)), false);
        }

        log.trim(0, 24 << 20);

        assertThat(log.bytes()).isLessThanOrEqualTo(24 << 20).isGreaterThan(4 << 20);
        assertThat(log.read(oldest(1)).events().getFirst().at().timestampMillis())
                .isBetween(10L, 39L);
    }

    @Test
    void aPageIsAtMostAboutAMegabyte() {
        String large = "x".repeat(200_000);
        for (int i = 0; i < 20; i++) {
            log.append("a", 1, List.of(new LogEvent(i, large)), false);
        }

        Page page = log.read(oldest(100));

        assertThat(page.events()).hasSize(5);
        assertThat(page.more()).isTrue();
    }

    @Test
    void aSegmentThatRetentionTookAwayHidesNoOther() throws IOException {
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 18; i++) {
            log.append("a", 1, List.of(new LogEvent(i, i + large)), false);
        }
        Files.delete(segments().getFirst());

        assertThat(log.read(oldest(10)).events()).isNotEmpty();
    }

    @Test
    void namesOfStreamsMayHoldLineBreaks() {
        log.createStream("%0A\n- b\r", 1, false);

        assertThat(reopened().streams())
                .extracting(KeptStream::name)
                .containsExactly("%0A\n- b\r", "a", "b");
    }

    @Test
    void aNameThatACrashCutInTheMiddleOfACharacterIsIgnored() throws IOException {
        byte[] half = Arrays.copyOf("+ 1 0 ü".getBytes(StandardCharsets.UTF_8), 7);
        Files.write(folder.resolve("streams"), half, StandardOpenOption.APPEND);

        assertThat(reopened().streams()).extracting(KeptStream::name).containsExactly("a", "b");
        assertThat(reopened().createStream("c", 1, false)).isTrue();
        assertThat(reopened().streams()).extracting(KeptStream::name).contains("c");
    }

    private static Query oldest(int limit) {
        return new Query(s -> true, Cursor.START, Cursor.END, false, limit, m -> true);
    }

    private GroupLog reopened() {
        return GroupLog.open(folder);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Segment::isSegment).sorted().toList();
        }
    }

    private void append(String stream, int... times) {
        log.append(
                stream,
                99,
                IntStream.of(times).mapToObj(t -> new LogEvent(t, stream + t)).toList(),
                false);
    }

    private static List<String> messages(Page page) {
        return page.events().stream().map(KeptEvent::message).toList();
    }
}
