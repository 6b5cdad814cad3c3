import java.io.BufferedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Reads a zip from its standard input in one pass, and says of each entry its name and length. */
public class StreamReader {
  public static void main(String[] arguments) throws Exception {
    ZipInputStream zip = new ZipInputStream(new BufferedInputStream(System.in));
    byte[] buffer = new byte[1 << 16];
    for (ZipEntry entry; (entry = zip.getNextEntry()) != null; ) {
      long length = 0;
      for (int read; (read = zip.read(buffer)) >= 0; ) length += read;
      System.out.println(entry.getName() + " " + length);
    }
  }
}
