package io.assay.engine.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {
  @ParameterizedTest
  @CsvSource({
    "'', -1",
    "616263, -1",
    "c3bc, -1",
    "e282ac, -1",
    "f09f9880, -1",
    "61c0af, 1",
    "61c1bf, 1",
    "e09fbf, 0",
    "eda080, 0",
    "f08fbfbf, 0",
    "f4908080, 0",
    "f5808080, 0",
    "6180, 1",
    "616161616161616161e282, 9",
    "e28261, 0",
    "ff, 0",
  })
  void theFirstInvalidByteIsFound(String hexadecimal, int position) {
    assertThat(Utf8.firstInvalid(HexFormat.of().parseHex(hexadecimal))).isEqualTo(position);
  }

  @Test
  void itAgreesWithTheJavaPlatform() {
    Random random = new Random(1);
    byte[] frequent = HexFormat.of().parseHex("61c0c2dfe0e1ecedeef0f1f3f4f5808f909fa0bf");
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[random.nextInt(14)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = random.nextInt(3) == 0 ? (byte) 'a' : frequent[random.nextInt(frequent.length)];
      }
      CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
      ByteBuffer in = ByteBuffer.wrap(bytes);
      CoderResult result = decoder.decode(in, CharBuffer.allocate(20), true);
      assertThat(Utf8.firstInvalid(bytes))
          .as(HexFormat.of().formatHex(bytes))
          .isEqualTo(result.isError() ? in.position() : -1);
    }
  }

  @Test
  void theMessageNamesByteAndPlace() {
    assertThatThrownBy(() -> Utf8.text(new byte[] {'a', (byte) 0xfe}))
        .isInstanceOf(Undecodable.class)
        .hasMessage("no UTF-8: byte 0xfe at position 1");
  }
}
