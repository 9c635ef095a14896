"""How an answer is judged, whatever the chapter: run it, compare it, say what is wrong with it.

The way goes `task` → `running`, `comparing`, `blocks`, `twists`, `exceptions`, `diagnosis`;
none of these imports `task`, and none knows a chapter.
"""
