// A part of the conversation's script: `trigger` is Gradio's.
// What stands in the box is told when its writer pauses, so that the model can read ahead; nothing on the page changes.
const PAUSE = 600; // milliseconds
let pause = 0;
let told = '';

document.addEventListener('input', event => {
  if (!event.target.matches?.('#question textarea')) return;
  clearTimeout(pause);
  pause = setTimeout(() => {
    const question = event.target.value.trim();
    if (question === told || question.split(/\s+/).length < 3) return;
    told = question;
    trigger('likely', { question });
  }, PAUSE);
});
