package dev.gatehouse.lambda.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Questions are read as resolvers write them, and no bytes do any harm. */
@net.jqwik.api.Tag("unit")
final class DnsQuestionTest {

    static final int AAAA = 28;

    @Property(tries = 200)
    void aQuestionIsReadAsItWasWritten(
            @ForAll @Size(min = 1, max = 5)
                    List<@AlphaChars @StringLength(min = 1, max = 40) String> labels,
            @ForAll @IntRange(max = 65_535) int type) {
        String name = String.join(".", labels);
        DnsQuestion question = DnsQuestion.read(asking(name, type)).orElseThrow();

        assertThat(question.name()).isEqualToIgnoringCase(name);
        assertThat(question.type()).isEqualTo(type);
        assertThat(question.end()).isEqualTo(asking(name, type).limit());
    }

    @Property(tries = 500)
    void anyBytesAreReadOrPassedOver(@ForAll @Size(max = 600) byte[] bytes) {
        ByteBuffer message = ByteBuffer.wrap(bytes);
        Optional<DnsQuestion> question = DnsQuestion.read(message);

        question.ifPresent(asked -> assertThat(asked.end()).isLessThanOrEqualTo(bytes.length));
        assertThat(message.position()).isZero();
    }

    @Property(tries = 200)
    void aQuestionCutShortIsNone(@ForAll @IntRange(max = 31) int length) {
        ByteBuffer whole = asking("lambda.amazonaws.com", DnsQuestion.ADDRESS);
        assertThat(DnsQuestion.read(whole.limit(length))).isEmpty();
    }

    @Property(tries = 300)
    void oneWrongByteNeverBreaksTheReader(
            @ForAll @IntRange(max = 37) int place, @ForAll byte wrong) {
        ByteBuffer message = asking("lambda.amazonaws.com", DnsQuestion.ADDRESS);
        message.put(place, wrong);
        DnsQuestion.read(message)
                .ifPresent(asked -> assertThat(asked.end()).isLessThanOrEqualTo(message.limit()));
    }

    @Example
    void answersOtherQuestionsAndPointersAreNone() {
        ByteBuffer answer = asking("a.b", 1).put(2, (byte) 0x81);
        ByteBuffer two = asking("a.b", 1).putShort(4, (short) 2);
        ByteBuffer pointer = asking("a.b", 1).put(DnsQuestion.HEADER, (byte) 0xC0);

        assertThat(DnsQuestion.read(answer)).isEmpty();
        assertThat(DnsQuestion.read(two)).isEmpty();
        assertThat(DnsQuestion.read(pointer)).isEmpty();
    }

    @Example
    void theAnswerToAnAddressIsTheLoopback() {
        ByteBuffer message = asking("STS.amazonaws.com", DnsQuestion.ADDRESS);
        ByteBuffer answer = DnsAnswer.loopback(message, DnsQuestion.read(message).orElseThrow());

        assertThat(answer.getShort(0)).isEqualTo(message.getShort(0));
        assertThat(answer.getShort(2)).as("flags").isEqualTo((short) 0x8180);
        assertThat(answer.getShort(6)).as("answers").isEqualTo((short) 1);
        assertThat(answer.slice(12, message.limit() - 12))
                .as("the question, in its own letters")
                .isEqualTo(message.slice(12, message.limit() - 12));
        assertThat(answer.getInt(answer.limit() - 4)).isEqualTo(0x7F000001);
    }

    @Example
    void thereIsNoAddressOfTheOtherFamily() {
        ByteBuffer message = asking("sts.amazonaws.com", AAAA);
        ByteBuffer answer = DnsAnswer.loopback(message, DnsQuestion.read(message).orElseThrow());

        assertThat(answer.getShort(2)).as("no error").isEqualTo((short) 0x8180);
        assertThat(answer.getShort(6)).as("answers").isZero();
        assertThat(answer.limit()).isEqualTo(message.limit());
    }

    /** A message as resolvers send it, with recursion desired. */
    static ByteBuffer asking(String name, int type) {
        ByteBuffer message = ByteBuffer.allocate(512);
        message.putShort((short) 0x1234).putShort((short) 0x0100).putShort((short) 1);
        message.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        for (String label : name.split("\\.")) {
            message.put((byte) label.length()).put(label.getBytes());
        }
        return message.put((byte) 0)
                .putShort((short) type)
                .putShort((short) DnsQuestion.INTERNET)
                .flip();
    }
}
