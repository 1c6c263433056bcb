/** Script of its own, loaded with the first diagram that is shown, into a frame: `browser-app/esbuild.mjs`. */
import mermaid from 'mermaid';
import { ChunkGlobals, DiagramRenderer } from './chunk-contract';

const MAX_EDGES = 300;

/** What a diagram may not set by itself: anything. */
const LOCKED = Object.keys(mermaid.mermaidAPI.defaultConfig);

const draw: DiagramRenderer = async ({ source, dark, id }) => {
    mermaid.initialize({
        startOnLoad: false,
        securityLevel: 'strict',
        secure: [...LOCKED, 'secure', 'securityLevel', 'themeCSS', 'themeVariables', 'fontFamily', 'htmlLabels'],
        theme: dark ? 'dark' : 'default',
        // else the line is seen through the words on it
        themeCSS: '.edgeLabel rect { opacity: 1; }',
        fontFamily: 'system-ui, sans-serif',
        htmlLabels: false,
        flowchart: { htmlLabels: false },
        maxEdges: MAX_EDGES,
        suppressErrorRendering: true
    });
    const { svg } = await mermaid.render(id, source);
    return svg;
};

(globalThis as ChunkGlobals).dispatchDiagrams = draw;
