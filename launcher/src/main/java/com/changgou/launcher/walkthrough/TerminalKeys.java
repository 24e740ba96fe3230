package com.changgou.launcher.walkthrough;

import com.changgou.launcher.walkthrough.Guide.Key;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** One key press for each answer; keys that mean nothing are passed over, and the end of the input is an end. */
public final class TerminalKeys implements Guide.Reader {

    private static final KeyMap<Key> KEYS = new KeyMap<>();

    static {
        KEYS.bind(Key.NEXT, "\r", "\n", " ");
        KEYS.bind(Key.SKIP, "s");
        KEYS.bind(Key.REPEAT, "r");
        KEYS.bind(Key.BACK, "b");
        KEYS.bind(Key.QUIT, "q", KeyMap.ctrl('C'), KeyMap.ctrl('D'));
    }

    private final Terminal terminal;
    private final BindingReader reader;

    /**
     * The keys of a terminal.
     *
     * @param terminal in raw mode, or whoever presses a key has to press Enter, too
     */
    public TerminalKeys(Terminal terminal) {
        this.terminal = terminal;
        this.reader = new BindingReader(terminal.reader());
    }

    @Override
    public Key ask(String prompt) {
        terminal.writer().println(new AttributedString(prompt, AttributedStyle.DEFAULT.faint()).toAnsi(terminal));
        terminal.flush();
        Key key = reader.readBinding(KEYS);
        terminal.writer().println();
        return key == null ? Key.QUIT : key;
    }
}
